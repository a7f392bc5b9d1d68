-- The number of cases decreases from stage to stage. Each reached stage has a measured, unknown or negative span, or no stage before it.
select offence_article, country, year, stage
from {{ ref('proceedings') }}
where reached > passed
    or passed > base
    or base > cases
    or gaps != passed - reached
    or partners > cases
    or (conversion is null) != (base = 0)
    or conversion > 1
    or reached != if(stage_number = 1, reached, months_n + months_not_known + months_backwards + without_previous)
    or (stage_number = 1 and months_n + months_not_known + months_backwards + without_previous != 0)
    or months_q1 > months_median
    or months_median > months_q3
