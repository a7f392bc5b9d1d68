{#-
    A fingerprint of all routes that were anywhere in a year: it changes when one of them comes, goes, is corrected, changes
    its pseudonym or turns out to be invented, and depends on no order. `version` says as of when.

    A fingerprint is no copy of anyone: 64 bits of a hash over a random number of the record and a pseudonym that was made
    with a secret key, so that even that of a single record can be compared with nothing but the record itself.
-#}
{% macro route_fingerprints(version) -%}
select
    year,
    {{ fingerprinted("cityHash64(groupBitXor(row_hash), sum(row_hash), count())") }} as fingerprint,
    {{ counted("count()") }} as records,
    toUInt64({{ version }}) as version
from (
    select
        arrayJoin(arrayDistinct(leg_years)) as year,
        sipHash64(
            partner_id,
            record_id,
            revision,
            key_version,
            content_hash,
            person,
            partner_id in (select partner_id from {{ ref('stg_partners') }} where is_demonstration)
        ) as row_hash
    from {{ ref('stg_routes') }}
)
group by year
{%- endmacro %}
