{#-
    A fingerprint of all routes of a month, separately by month of arrival. It changes if a route is added, removed or corrected,
    if its pseudonym changes and if it is found to be invented; the order of routes does not matter. `dated_by` chooses the date
    that puts a route into a month: its arrival at the end, or the arrival of any of its legs. An unknown month is 0. `version` is
    the version of the routes. Two counts for tests are stored too, so that they are counted only where routes changed: routes
    with both ends, and routes with an unknown role. No record can be recovered from a fingerprint: it is a 64-bit hash over the
    record's random number and a pseudonym made with a secret key.
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
