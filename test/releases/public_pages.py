"""Pages of the explorer as a browser without scripts shows them, in English, read for `public_exits.py`."""

import math
import re

from public_documents import tables_of, words

ROLES = {"origin": "origin", "transit": "corridor", "destination": "destination"}
# Pages whose numbers are no figures.
OF_TEXT = ("/persons", "/stories", "/dictionary", "/search?q=tajikistan", "/editions")


def read_pages(exits):
    pages = Pages(exits)
    for path in ("/plain?lang=en", "/?lang=en"):
        for _, head, rows in tables_of(exits.docs.text(path)):
            pages.corridors(path.split("?")[0], head, rows)
    pairs = sorted({(labels["origin"], labels["destination"]) for labels, *_ in pages.table("flows") if {"origin", "destination"} <= labels.keys()})
    for origin, destination in pairs:
        pages.place(f"/corridor/{origin}/{destination}", {"origin": origin, "destination": destination})
    for country in sorted({place for pair in pairs for place in pair}):
        pages.place(f"/country/{country}", country)
    regions = {labels.get(key, "").removeprefix("via ") for role, key in ROLES.items() for labels, *_ in pages.table(f"first_level_{role}")}
    for region in sorted(one for one in regions if re.fullmatch(r"[A-Z]{2}-[A-Z]+", one)):
        pages.region(region)
    for at in range(0, len(pairs), 6):
        for unit in ("persons", "origin", "destination"):
            pages.compare(pairs[at:at + 6], unit)
    for release in exits.editions:
        pages.map(release, f"/embed?release={release}&view=map&lang=en")
    for path in OF_TEXT:
        pages.text(path)


def without_day(text):
    return re.sub(r"\(?as of .*$", "", text)


def whole_numbers(text):
    return [int(one) for one in re.findall(r"\d+", without_day(text).replace(",", ""))]


def period(text):
    """The label of a year or part of one as a page words it."""
    half = re.match(r"The (first|second) half of (\d{4})$", text)
    if half:
        return f"{half[2]}-H{1 if half[1] == 'first' else 2}"
    return text if re.fullmatch(r"\d{4}", text) else None


class Pages:
    def __init__(self, exits):
        self.exits, self.docs, self.latest, self.names = exits, exits.docs, exits.latest, {}
        own = [table for (release, _), table in exits.by_name.items() if release == self.latest]
        self.figures = {cell[2] for table in own for cell in table.cells if cell[1] == "published"}

    def table(self, name):
        found = self.exits.by_name.get((self.latest, name))
        return [] if found is None else found.cells

    def shown(self, exit, name, labels, state, text):
        """The claim of a cell as a page words it: 356 persons, suppressed: at least 5 persons, suppressed: 1 to 9 persons."""
        found = whole_numbers(text)
        low, high, figure = None, None, found[0] if len(found) == 1 else None
        if state != "published" and re.search("at least|≥", text):
            low, figure = figure, None
        elif state != "published" and len(found) == 2:
            low, high = found
        elif len(found) != (1 if state == "published" else 0):
            self.exits.odd(exit, f"{state}: {found}")
        if self.exits.cell(self.latest, name, labels) is not None:
            self.exits.state(exit, self.latest, name, labels, state, figure, low, high)
        elif state != "not_reported":
            self.exits.odd(exit, f"a cell that no table has: {labels}")

    def somewhere(self, exit, text):
        """A number of persons without a cell of its own is some figure of the edition."""
        self.exits.read[exit] += 1
        self.exits.odd(exit, [one for one in whole_numbers(text) if one not in self.figures])

    def corridors(self, exit, head, rows):
        """A table of corridors by year."""
        years = [year for name in head for year in re.findall(r"\d{4}", name)]
        for first, link, cells in rows:
            pair = re.match(r"/corridor/([A-Z]{3})/([A-Z]{3})", link)
            if pair is not None:
                self.names[first] = pair[1], pair[2]
                for year, (state, text) in zip(years, cells):
                    self.shown(exit, "flows", {"origin": pair[1], "destination": pair[2], "year": year}, state, text)

    def series(self, place, caption):
        """The table and labels of a table or drawing by year or part of one on the page of a corridor (labels) or country (code)."""
        if isinstance(place, dict):
            by = re.match(r"Persons by (year|part)", caption)
            return ({"year": "flows", "part": "flows_by_half_year"}[by[1]], place) if by else (None, {})
        role = re.search(r"\((origin|transit|destination)\)$", caption)
        return (f"region_roles_{role[1]}", {ROLES[role[1]]: f"via {place}" if role[1] == "transit" else place}) if role else (None, {})

    def place(self, path, place):
        """Tables and drawings by year or part of one, the bars of the latest year, headlines and rates."""
        page, exit = self.docs.text(f"{path}?lang=en"), path.split("/")[1]
        for caption, head, rows in tables_of(page):
            own, labels = self.series(place, caption)
            for first, link, cells in rows:
                pair = re.match(r"/corridor/([A-Z]{3})/([A-Z]{3})", link)
                if own is not None and head[:1] in (["Year"], ["Period"]):
                    self.shown(exit, own, {**labels, "year": period(first)}, *cells[0])
                elif pair and re.search(r"\d{4}$", caption):
                    self.shown(exit, "flows", {"origin": pair[1], "destination": pair[2], "year": caption[-4:]}, *cells[0])
                else:
                    for _, text in cells:
                        self.somewhere(exit, re.sub(r"suppressed.*", "", text))
        for chart in re.findall(r"<figure class=\"chart\".*?</figure>", page, re.S):
            own, labels = self.series(place, words(re.search(r"<figcaption>(.*?)</figcaption>", chart, re.S)[1]))
            for title in re.findall(r"<title>(.*?)</title>", chart):
                when, _, what = words(title).partition(": ")
                if own is not None and period(when) is not None:
                    state = "published" if what[:1].isdigit() else what.split(":")[0].replace(" ", "_")
                    self.shown(f"{exit}, drawing", own, {**labels, "year": period(when)}, state, what)
                elif not when.startswith("Partners reporting"):
                    self.somewhere(f"{exit}, drawing", what)
        for text in re.findall(r"<(?:strong|dd)[^>]*>([\d,]+) persons</", page):
            self.somewhere(exit, text)
        for role, section in re.findall(r"<h2[^>]*>As (origin|destination)</h2>(.*?)(?=<h2|$)", page, re.S):
            found = re.search(r'<p class="rate">([\d.,]+) per 100,000 inhabitants \(([\d,]+) in (\d{4})\)', section)
            if found:
                people = int(found[2].replace(",", ""))
                self.rate(f"{exit}, rate", f"region_roles_{role}", {role: place, "year": found[3]}, [found[1], found[1]], people)

    def rate(self, exit, name, labels, ends, people):
        """A rate per 100,000 inhabitants, rounded; None is no end."""
        low, high = (None if end is None else (float(end.replace(",", "")) + side * 0.5 * 10 ** -len(end.partition(".")[2])) * people / 100_000
                     for end, side in zip(ends, (-1, 1)))
        self.exits.claim(exit, self.latest, name, labels, None if low is None else max(0, math.ceil(low - 1e-6)), None if high is None else math.floor(high + 1e-6))

    def region(self, region):
        for _, head, rows in tables_of(self.docs.text(f"/region/{region}?lang=en")):
            for first, _, cells in rows:
                role = first.split(" ")[0].lower()
                label = f"via {region}" if role == "transit" else region
                for year, (state, text) in zip(head[1:], cells):
                    self.shown("region", f"first_level_{role}", {ROLES[role]: label, "year": year}, state, text)

    def compare(self, pairs, unit):
        query = "&".join(f"corridor={origin}~{destination}" for origin, destination in pairs)
        for _, head, rows in tables_of(self.docs.text(f"/compare?{query}&unit={unit}&lang=en")):
            if unit == "persons":
                self.corridors("compare", head, rows)
                continue
            for _, link, cells in rows:
                origin, destination = re.match(r"/corridor/([A-Z]{3})/([A-Z]{3})", link).groups()
                for year, (state, text) in zip(head[1:], cells):
                    found = re.findall(r"[\d,]*\d(?:\.\d+)?", without_day(text))
                    ends = [found[0], None] if re.search("at least|≥", text) else [found[0], found[-1]] if found else [None, None]
                    people = self.exits.population(origin if unit == "origin" else destination, int(year))
                    self.rate("compare, rate", "flows", {"origin": origin, "destination": destination, "year": year}, ends, people)

    def map(self, release, path):
        for title in re.findall(r"<title>(.*?)</title>", self.docs.text(path)):
            found = re.match(r"(.*), (\d{4}): ([\d,]+) persons", words(title))
            if found and found[1] in self.names:
                origin, destination = self.names[found[1]]
                persons = int(found[3].replace(",", ""))
                self.exits.claim("map", release, "flows", {"origin": origin, "destination": destination, "year": found[2]}, persons, persons)

    def text(self, path):
        page = re.sub(r"<(script|style|head|footer)\b.*?</\1>", " ", self.docs.text(f"{path}{'&' if '?' in path else '?'}lang=en"), flags=re.S)
        release, known = self.exits.site.releases[self.latest], set()
        if path == "/editions":
            for one in self.exits.editions:
                known |= self.exits.counted(one)
        self.exits.constants(path.split("?")[0], re.sub(r"[A-Z][a-z]{2} \d+, \d{4}|http\S*", " ", words(page)), release, known)
