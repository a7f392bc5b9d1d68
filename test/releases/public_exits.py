"""What a site says of persons elsewhere than in its JSON tables, as claims: from which exit, of which cells, at least and at most how many.

A figure or bound of any format, of a changelog, a series, a page, a return, a drawing's text or of synthetic records is a claim on its cell; a rate is one by its
population and rounding; a statistic of a series is one on its suppressed cell, by trying the values that give it. What an exit says that this reader does not
know how to read, or that does not follow from the tables, is `strange`, so that no number is overlooked.
"""

import csv
import json
import math
import re
from collections import Counter

from public_documents import number, words
from public_files import read_files
from public_pages import read_pages
from public_series import read_series

SDMX_STATE = {"AF": "published", "QC": "suppressed", "OF": "not_reported", "LF": "not_collected"}


class Exits:
    def __init__(self, site, docs, population):
        self.site, self.docs, self.population = site, docs, population
        self.claims, self.sums, self.strange, self.read = [], [], [], Counter()
        self.by_name = {(table.release, table.name): table for table in site.tables if table.release > 0}
        self.editions = sorted(release["release"] for release in site.releases.values() if release.get("edition"))
        self.latest = self.editions[-1]
        for release in site.releases.values():
            self.formats(release)
            self.pages_of(release)
        for number in self.editions:
            self.versions(site.releases[number])
        self.feeds()
        self.overviews()
        read_series(self)
        read_pages(self)
        read_files(self)

    # Claims

    def claim(self, exit, release, name, labels, low, high):
        """Says that a cell has `low` to `high` persons; None is no bound. `labels` has no totals."""
        self.read[exit] += 1
        if low is not None or high is not None:
            self.claims.append((exit, release, name, labels, 0 if low is None else low, math.inf if high is None else high))

    def state(self, exit, release, name, labels, state, figure, low=None, high=None):
        """The claim of a cell as a document shows it."""
        labels = {key: str(value) for key, value in labels.items() if str(value) != "Total"}
        known = self.cell(release, name, labels)
        self.odd(exit, [] if known is None or known[1] == state else f"another state of {labels}")
        if self.is_noisy(release, name):
            self.read[f"{exit}, noise"] += 1
            self.odd(f"{exit}, noise", [] if (figure, low, high) == (known[2], *known[4:]) else f"another figure with noise of {labels}")
        elif figure is not None:
            self.claim(exit, release, name, labels, figure, figure)
        else:
            self.claim(exit, release, name, labels, low, high)

    def is_noisy(self, release, name):
        return (release, name) in self.by_name and self.by_name[release, name].is_noisy

    def cell(self, release, name, labels):
        table = self.by_name.get((release, name))
        return None if table is None else table.at.get(tuple(sorted(labels.items())))

    def odd(self, exit, found):
        if found:
            self.strange.append((exit, str(found)))

    # Formats of the tables

    def formats(self, release):
        for table in release["tables"]:
            number_, name, figure = release["release"], table["name"], table["figure"]
            base = f"/v1/releases/{number_}/tables/{name}?size=10000"
            columns = [*table["dimensions"], "state", figure, "low", "high", "as_of", "release", "invented"]
            csv_rows = [("csv", row) for row in self.docs.rows(f"{base}&format=csv")]
            csv_rows += [("csv with HXL", row) for row in self.docs.rows(f"{base}&format=csv&hxl=true")]
            (first, *notes), parts = self.docs.sheets(f"{base}&format=xlsx")
            names = first[0]
            csv_rows += [("xlsx", {name: row.get(column, "") for column, name in names.items()}) for row in first[1:]]
            for format_, row in csv_rows:
                self.odd(format_, [name for name in row if name not in columns])
                self.odd(format_, [row["release"]] if row["release"] != str(number_) else [])
                labels = {name: row[name] for name in table["dimensions"]}
                self.state(format_, number_, name, labels, row["state"], number(row[figure]), number(row["low"]), number(row["high"]))
            self.constants("xlsx", " ".join(text for sheet in notes for row in sheet for text in row.values()), release)
            self.odd("xlsx", [part for part in parts if not re.search(r"Content_Types|rels$|styles.xml|workbook.xml", part)])

    def versions(self, release):
        """SDMX, the changes since each earlier edition, and documents that describe an edition."""
        number_, edition = release["release"], release["edition"]
        base = f"/v1/editions/{edition['name']}/{edition['version']}"
        structure = self.docs.json(f"{base}/sdmx/structure.json")["data"]
        lists = {one["id"]: {code["id"]: next((note["title"] for note in code.get("annotations", [])), code["id"]) for code in one["codes"]}
                 for one in structure["codelists"]}
        for table in release["tables"]:
            for row in self.docs.rows(f"{base}/sdmx/data/{table['name']}"):
                self.odd("sdmx", [name for name in row if name not in
                                  {"STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "CONF_STATUS", "LOW", "HIGH", "AS_OF",
                                   *(name.upper() for name in table["dimensions"])}])
                labels = {}
                for name in table["dimensions"]:
                    code = row["TIME_PERIOD" if name == "year" and "YEAR" not in row else name.upper()]
                    labels[name] = lists.get(f"CL_{table['name'].upper()}_{name.upper()}", {}).get(code, code)
                if "year" in labels:
                    labels["year"] = re.sub(r"-S(\d)$", r"-H\1", labels["year"])
                self.state("sdmx", number_, table["name"], labels, SDMX_STATE[row["OBS_STATUS"] + row["CONF_STATUS"]],
                           number(row["OBS_VALUE"]), number(row["LOW"]), number(row["HIGH"]))
        earlier = [self.site.releases[one] for one in self.editions if one < number_]
        for before in earlier:
            self.changes(base, before, number_)
        self.described(base, release)

    def changes(self, base, before, number_):
        path = f"{base}/changes?since={before['edition']['version']}"
        while path is not None:
            found = self.docs.json(path)
            self.odd("changes", set(found) - {"edition", "before", "summary", "tables", "page", "pages", "next", "cells"})
            for change in found["cells"]:
                self.odd("changes", set(change) - {"table", "change", "labels", "before", "now"})
                for release, then in ((before["release"], change["before"]), (number_, change["now"])):
                    if then is not None:
                        self.odd("changes", set(then) - {"state", "figure"})
                        self.state("changes", release, change["table"], change["labels"], then["state"], then.get("figure"))
            for table in found["tables"]:
                self.odd("changes", set(table) - {"table", "title", "change", "dimensionsAdded", "dimensionsRemoved", "cells"})
                if table["cells"] != self.compared(before["release"], number_, table["table"]):
                    self.strange.append(("changes", f"other numbers of changed cells of {table['table']}"))
            path = found.get("next")

    def compared(self, before, now, name):
        """How many cells changed in which way, counted from the two tables."""
        old, new = (self.by_name[one, name].at if (one, name) in self.by_name else {} for one in (before, now))
        kinds = Counter({"added": 0, "corrected": 0, "retracted": 0, "state": 0, "same": 0})
        for key, cell in new.items():
            was = old.get(key)
            kinds["added" if was is None else "state" if was[1] != cell[1] else
                  "corrected" if cell[1] == "published" and was[2] != cell[2] else "same"] += 1
        kinds["retracted"] = len(old.keys() - new.keys())
        return dict(kinds)

    def described(self, base, release):
        """Metadata: numbers of cells, sizes of files, and constants; none counts persons."""
        counts = self.counted(release["release"])
        counts |= {str(len(self.docs.raw(path))) for path in set(re.findall(r"/v1/editions/[^\"<> ]+format=\w+&size=\d+", self.docs.text(f"{base}/dcat.ttl")))}
        self.constants("sdmx structure", json.dumps(self.docs.json(f"{base}/sdmx/structure.json")), release, counts)
        for path in ("croissant.jsonld", "schema-org.jsonld", "dcat.jsonld", "dcat.ttl", "datacite.json", "dictionary.json"):
            self.constants(path, self.docs.text(f"{base}/{path}"), release, counts)
        package = self.docs.json(f"{base}/datapackage.json")
        for resource in package["resources"]:
            path = re.sub(r"^https?://[^/]+", "", resource["path"])
            if len(self.docs.raw(path) or b"") != resource.pop("bytes"):
                self.strange.append(("datapackage.json", f"another size of {path}"))
        self.constants("datapackage.json", json.dumps(package), release, counts)

    def counted(self, release):
        """Numbers of cells of a release's tables, of each state, and of each change since the edition before."""
        found, names, total = set(), [name for one, name in self.by_name if one == release], Counter()
        before = max((one for one in self.editions if one < release), default=0)
        for name in names:
            cells = self.by_name[release, name].cells
            found |= {len(cells), *Counter(cell[1] for cell in cells).values(), *self.compared(before, release, name).values()}
            total.update({"cells": len(cells), **self.compared(before, release, name)})
        return {str(n) for n in (*found, *total.values(), len(names))}

    def constants(self, exit, text, release, more=()):
        """Finds numbers that are neither dates, versions, addresses, labels, hashes, nor the rules of the profile."""
        self.read[exit] += 1
        labels = {label for table in self.site.tables for cell in table.cells for label in cell[0].values()}
        text = re.sub(r"https?://[^\s\"'<>)]+|[0-9a-f]{32,}|\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?", " ", text)
        text = re.sub(r"ISO[ -]3166-\d(?: alpha-\d)?|alpha-\d|SDG[ -]16\.2\.2|16\.2\.2|M49|CC-BY-\d\.\d|RFC ?\d+|kernel-\d|UTF-8|\d+-column", " ", text)
        text = re.sub(r"\b(?:Under18|18AndOver|20\d\d-(?:\d\d|[HQ]\d|NotKnown)|via [A-Z]{3})\b", " ", text)
        rules = {"11", "3", "2", "85", "10", "5", "95", "1", "0", "100", "4"}
        known = {str(n) for n in (release["release"], release["vintage"]["number"], release.get("request"))} | rules | set(more)
        found = [one for one in re.findall(r"(?<![\w.-])\d[\d,]*(?:\.\d+)*(?![\w-])", text)
                 if one.strip(",").replace(",", "") not in known and one.strip(",") not in labels and not re.fullmatch(r"20\d\d|19\d\d|[12]\.\d(\.\d)?", one.strip(","))]
        self.odd(exit, found[:5])

    # Pages of a release

    def pages_of(self, release):
        number_ = release["release"]
        shown = self.docs.json(f"/v1/releases/{number_}")
        for name, text in shown["pages"].items():
            if name == "METHOD.md" and release["method"] == "dp":
                # Its numbers are the noise, which was drawn by a public rule whatever the counts are.
                self.read["METHOD.md"] += 1
            elif name in ("METHOD.md", "CITATION.txt", "dictionary.csv"):
                self.constants(name, text, release)
            elif name == "COVERAGE.md":
                self.covered(text, release)
            elif name == "reporting.csv":
                self.reporting(text, number_)
            elif name != "completeness.csv":
                self.strange.append((name, "a page that nobody reads"))
        self.constants("release", json.dumps({**shown, "pages": {}}), release)

    def covered(self, text, release):
        for line in text.splitlines():
            found = re.match(r"- (\w+): .*?(\d+) of (\d+) cells are published\. Labels: (.*)\.$", line)
            if found:
                cells = self.by_name[release["release"], found[1]].cells
                labels = {f"{len({cell[0].get(name, 'Total') for cell in cells})} of {name}" for name in self.by_name[release["release"], found[1]].dimensions}
                if (sum(cell[1] == "published" for cell in cells), len(cells)) != (int(found[2]), int(found[3])) or labels != set(found[4].split(", ")):
                    self.strange.append(("COVERAGE.md", f"other numbers of {found[1]}"))
                self.read["COVERAGE.md"] += 1
            elif not re.match(r"- \w+ records: ", line):
                self.constants("COVERAGE.md", line, release)

    def reporting(self, text, release):
        """Partners that begin have at least one person each. If all reported throughout, the constant panel counts everyone."""
        kinds = {}
        for row in csv.DictReader(text.splitlines()):
            kinds.setdefault(row["record_kind"], []).append((row["month"], number(row["partners"])))
        for kind, entries in kinds.items():
            months = [entry for entry in entries if entry[0] != "throughout"]
            before = 0
            for month, partners in months:
                if (release, "coverage_by_month") in self.by_name and None not in (partners, before) and partners > before:
                    self.claim("reporting.csv", release, "coverage_by_month", {"record_kind": kind, "year": month}, partners - before, None)
                before = partners
            everyone = dict(entries).get("throughout")
            if kind == "route" and everyone is not None and all(partners == everyone for _, partners in months):
                for (number_, name), table in self.by_name.items():
                    if number_ == release and table.is_panel:
                        for labels, *_ in table.cells:
                            whole = {key: label for key, label in labels.items() if key != "panel"}
                            self.sums.append(("reporting.csv", [(release, name, labels, 1), (release, name.removesuffix("_panel"), whole, -1)], 0, 0))

    # Feeds and overviews

    def feeds(self):
        kinds = {"added": "added", "corrected": "corrected", "retracted": "retracted", "other state": "state", "same": "same"}
        for path in ("/v1/editions/main/feed.atom?lang=en", "/v1/answers/feed.atom?lang=en"):
            for entry in re.findall(r"<entry>(.*?)</entry>", self.docs.text(path), re.S):
                self.read["feed"] += 1
                summary = words(re.search(r"<summary>(.*?)</summary>", entry, re.S)[1])
                counts = {kinds[kind]: int(n) for kind, n in re.findall(r"(added|corrected|retracted|other state|same): (\d+)", summary)}
                version = re.search(r"/v1/editions/main/(\d+)</id>", entry)
                if version:
                    now = next(one for one in self.site.releases.values() if (one.get("edition") or {}).get("version") == int(version[1]))
                    before = max((one for one in self.editions if one < now["release"]), default=0)
                    names = {name for release, name in self.by_name if release in (now["release"], before)}
                    own = Counter()
                    for name in names:
                        own.update(self.compared(before, now["release"], name))
                    if {kind: n for kind, n in own.items() if n} != counts:
                        self.strange.append(("feed", summary))
                rest = re.sub(r"(added|corrected|retracted|other state|same): \d+|(?:request|release) \d+|\w+ \d+, \d{4}", "", summary)
                self.odd("feed", re.findall(r"\d+", rest))

    def overviews(self):
        for release, name in self.by_name:
            found = self.docs.json(f"/overview/{release}/{name}/series")
            self.read["overview"] += 1
            self.odd("overview", set(found) - {"labels", "publishedYears", "most", "least", "series"})
            table = self.by_name[release, name]
            figures = [cell[2] for cell in table.cells if cell[1] == "published"]
            if figures and not (found["most"] == max(figures) and found["least"] >= min(figures)):
                self.strange.append(("overview", f"other ends of {name}"))
            most = {}
            for labels, state, figure, *_ in table.cells:
                key = "~".join(labels.get(dimension, "Total") for dimension in table.dimensions if dimension != "year")
                years, top = most.get(key, (0, 1))
                most[key] = (years + 1, max(top, figure)) if state == "published" else (years, top)
            order = [most[key] for key in found["series"]]
            if order != sorted(order, reverse=True):
                self.strange.append(("overview", f"an order of series that figures of {name} do not explain"))
