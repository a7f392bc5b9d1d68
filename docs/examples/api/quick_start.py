# Persons from Ukraine by destination and year, from the newest release: python quick_start.py http://localhost:8080
# With pandas: pandas.read_csv(f"{address}/v1/flows?origin=UKR&format=csv") or pandas.read_parquet(io.BytesIO(...)).
import json
import sys
from urllib.request import urlopen

address = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8080"
with urlopen(f"{address}/v1/flows?origin=UKR") as response:
    flows = json.load(response)

print(flows["citation"])
if flows["invented"]:
    print(flows["note"])
for cell in flows["cells"]:
    # A suppressed cell has no figure. It is not 0.
    print(cell["destination"], cell["year"], cell.get("victims", f"({cell['state']})"))
