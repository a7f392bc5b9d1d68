with routes as (
    select * from {{ ref('stg_routes') }}
),

{{ route_ends('routes') }}
