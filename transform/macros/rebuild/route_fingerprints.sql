{#-
    A fingerprint of all routes of a month, apart by the month in which they arrived: it changes when one of them comes,
    goes, is corrected, changes its pseudonym or turns out to be invented, and depends on no order. `dated_by` says what puts
    a route into a month: its arrival at the end, or the arrival of any of its legs. A month that is not known is 0.
    `version` says as of when. Beside it stands what tests want to know of every route, so that a build counts it again
    only where routes changed: how many have both ends, by their legs, and how many a role that nobody knows.

    A fingerprint is no copy of anyone: 64 bits of a hash over a random number of the record and a pseudonym that was made
    with a secret key, so that even that of a single record can be compared with nothing but the record itself.
-#}
{% macro route_fingerprints(routes, version) -%}
select
    dated_by,
    year,
    month,
    arrival_month,
    {{ fingerprinted("cityHash64(groupBitXor(row_hash), sum(row_hash), count())") }} as fingerprint,
    {{ counted("count()") }} as records,
    {{ counted("countIf(has(leg_roles, 'Origin') and has(leg_roles, 'Destination'))") }} as with_both_ends,
    {{ counted("countIf(not hasAll(['Origin', 'Transit', 'Destination'], leg_roles))") }} as with_unknown_roles,
    toUInt64({{ version }}) as version
from (
    select
        arrayJoin(arrayConcat(
            [('arrival', routes.year, ifNull(routes.month, 0))],
            arrayDistinct(arrayMap(
                (leg_year, leg_month) -> ('leg', leg_year, ifNull(leg_month, 0)),
                arrayPopFront(leg_years),
                arrayPopFront(leg_months)
            ))
        )) as dated,
        dated.1 as dated_by,
        dated.2 as year,
        dated.3 as month,
        arrival_month,
        leg_roles,
        row_hash
    from {{ routes }} as routes
)
group by dated_by, year, month, arrival_month
{%- endmacro %}
