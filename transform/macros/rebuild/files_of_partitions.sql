{#-
    A list of pairs: the partition of a table with a numeric partition key, and a hash of its files. Copies of a table that share
    its files have the same hashes.
-#}
{% macro files_of_partitions(relation) -%}
{%- set found = run_query(
    "select concat('[', arrayStringConcat(groupArray(concat('(', partition, ',', toString(files), ')')), ', '), ']')"
    ~ ' from (select partition, cityHash64(arraySort(groupArray((hash_of_all_files, rows)))) as files from system.parts'
    ~ " where active and database = '" ~ relation.schema ~ "' and table = '" ~ relation.identifier ~ "'"
    ~ ' group by partition order by partition)'
) if execute -%}
{{ found.rows[0][0] if found else '[]' }}
{%- endmacro %}
