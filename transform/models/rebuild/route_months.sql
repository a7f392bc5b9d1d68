{{ config(order_by=['dated_by', 'year', 'month']) }}

{{ route_fingerprints(raw_version_now()) }}
