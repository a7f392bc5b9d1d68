{{ config(order_by='year') }}

{{ route_fingerprints(raw_version_now()) }}
