/** Questions as researchers and policy teams put them to the marts. */
export const queries: Readonly<Record<string, string>> = {
  "who arrives in Russia, by origin and year":
    "select origin, year, sum(records) from corridor_mart.flows_by_year where destination = 'RUS' group by all order by all",
  "twenty largest flows of a year":
    "select origin, destination, victims from corridor_mart.flows_by_year where year = 2019 order by victims desc limit 20",
  "months of one flow":
    "select year, month, victims, partners from corridor_mart.flows where origin = 'UKR' and destination = 'POL' order by all",
  "a whole matrix of origins and destinations":
    "select origin, destination, victims from corridor_mart.flows_by_year where year = 2015",
  "ways between two countries":
    "select corridor, sum(records) as n from corridor_mart.corridors where origin = 'MDA' and destination = 'ITA' group by corridor order by n desc limit 20",
  "corridors through Belarus":
    "select corridor, sum(records) as n from corridor_mart.corridors where has(transit, 'BLR') and year >= 2015 group by corridor order by n desc limit 20",
  "where they went on to":
    "select prefix, sum(records) as n, sum(records_ending_here) from corridor_mart.corridor_prefixes where prefix like 'UKR > BLR > %' and places = 3 group by prefix order by n desc",
  "one border by year and means of transport":
    "select year, transport, sum(records) from corridor_mart.legs where from_country = 'BLR' and to_country = 'POL' group by all order by all",
  "betweenness of countries":
    "select country, avg(betweenness) as b from corridor_mart.transit_roles where level = 'country' group by country order by b desc",
  "pilot regions against what was expected":
    "select region, year, source_share, transit_share, destination_share, expected_share from corridor_mart.region_roles where notEmpty(expected_roles) order by all",
  "from Central Asia by group of destination":
    "select destination_group, year, sum(records) from corridor_mart.group_flows where origin_group = 'CentralAsia' group by all order by all",
  "into the Union as it was each month":
    "select origin_group, year, month, victims from corridor_mart.group_flows where destination_group = 'EU' and is_certain and year >= 2018 order by all",
  "answers about gender":
    "select value, sum(victims) from corridor_mart.victims_by_year where dimension = 'gender' group by value",
  "means of control by year":
    "select year, value, victims, victims_answered from corridor_mart.victims_by_year where dimension = 'control_method' order by year, value",
  "forms of exploitation in a country by month":
    "select * from corridor_mart.victims where dimension = 'exploitation_type' and country = 'RUS' and year = 2020 order by month, value",
  "children of an age by month":
    "select year, month, sum(victims) from corridor_mart.victims where dimension = 'age_band' and value = '9--17' group by year, month",
  "ages of a citizenship in a country":
    "select age_band, sum(records) from corridor_mart.victims_cross where country = 'DEU' and citizenship = 'UKR' group by age_band",
  "risk groups in a country by year":
    "select year, value, sum(victims) from corridor_mart.risk_groups where country = 'RUS' group by year, value order by year, value",
  "SDG 16.2.2 of a country":
    "select year, per_100000, victims from corridor_mart.sdg_16_2_2 where country = 'RUS' and sex = 'Total' and age_group = 'Total' and form = 'Total'",
  "waits for medical help":
    "select year, waiting_n, waiting_median from corridor_mart.assistance_by_year where assistance_type = 'Medical' and country = 'RUS' order by year",
  "the funnel of an article":
    "select * from corridor_mart.proceedings where offence_article = 'RU-127-1' order by year, stage_number",
  "who reported victims, by year":
    "select year, countIf(state = 'reported') from corridor_mart.coverage where record_kind = 'victim' group by year"
}
