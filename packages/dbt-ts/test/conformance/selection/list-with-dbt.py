"""What real dbt chooses: reads cases.json, prints one JSON document. Run it in a copy of the fixture project, `dbt deps` done.

python list-with-dbt.py CASES.json OUT.json
"""
import json, os, pathlib, shutil, sys

from dbt.cli.main import dbtRunner
from dbt.version import __version__

cases = json.load(open(sys.argv[1]))
project = pathlib.Path.cwd()
OWN = ("choosing", "places")
seen = []


def hear(event):
    if event.info.name in ("NoNodesForSelectionCriteria", "NoNodesSelected"):
        seen.append(getattr(event.data, "spec_raw", "") if event.info.name == "NoNodesForSelectionCriteria" else "*")


def parse(extra=()):
    result = dbtRunner().invoke(["parse", "--no-partial-parse", "--profiles-dir", str(project), "--quiet", *extra])
    assert result.success, result.exception
    return result.result


def ls(manifest, text, extra=()):
    seen.clear()
    arguments = text.split(" ")
    result = dbtRunner(manifest=manifest, callbacks=[hear]).invoke(
        ["ls", *arguments, "--output", "json", "--output-keys", "unique_id", "--profiles-dir", str(project), "--quiet", *extra]
    )
    if not result.success:
        return {"error": True}
    found = {"ids": [json.loads(line)["unique_id"] for line in result.result]}
    if seen:
        found["warnings"] = list(seen)
    return found


def own(manifest_json):
    """Without dbt's own macros and docs, and without what differs from run to run."""
    document = json.loads(manifest_json)
    for kind in ("macros", "docs"):
        document[kind] = {k: v for k, v in document[kind].items() if v["package_name"] in OWN}
    for kind in ("nodes", "sources", "macros", "docs", "exposures", "groups", "unit_tests"):
        for each in document[kind].values():
            for key in ("created_at", "root_path"):
                each.pop(key, None)
    for each in document["nodes"].values():
        depends = each.get("depends_on", {})
        depends["macros"] = sorted(depends.get("macros", []))
    for key in ("generated_at", "invocation_id", "invocation_started_at", "user_id", "project_id"):
        document["metadata"].pop(key, None)
    return document


base = parse()
manifest_json = (project / "target" / "manifest.json").read_text()
found = {"dbt": __version__, "selections": {}, "state": {}, "otherState": {}}
for text in cases["selections"]:
    found["selections"][text] = ls(base, text)

state = project.parent / "state"
state.mkdir(exist_ok=True)
(state / "manifest.json").write_text(manifest_json)
ids = list(base.nodes)
pick = lambda start: next(each for each in ids if each.startswith(start))
results = {
    "model.choosing.flows": "error",
    "model.choosing.legs": "success",
    "model.choosing.report": "skipped",
    "test.choosing.flows_add_up": "fail",
    pick("test.choosing.unique_stg_routes_record_id"): "pass",
    "model.choosing.gone": "error",
}
line = {"timing": [], "thread_id": "t", "execution_time": 0.1, "adapter_response": {}, "message": None, "failures": None, "compiled": True, "compiled_code": "", "relation_name": None}
metadata = lambda kind: {"dbt_schema_version": f"https://schemas.getdbt.com/dbt/{kind}.json", "dbt_version": __version__, "generated_at": "2026-01-01T00:00:00Z", "env": {}}
run_results = {"metadata": metadata("run-results/v6"), "elapsed_time": 1.0, "args": {}, "results": [{"unique_id": k, "status": v, **line} for k, v in results.items()]}
(state / "run_results.json").write_text(json.dumps(run_results))


def sources(times):
    each = lambda k, v: {"unique_id": k, "max_loaded_at": v, "snapshotted_at": "2026-01-09T00:00:00Z", "max_loaded_at_time_ago_in_s": 1.0, "status": "pass", "criteria": {"warn_after": {"count": 6, "period": "hour"}}, "adapter_response": {}, "timing": [], "thread_id": "t", "execution_time": 0.1}
    return {"metadata": metadata("sources/v3"), "elapsed_time": 1.0, "results": [each(k, v) for k, v in times.items()]}


before = sources({"source.choosing.raw.routes": "2026-01-01T00:00:00Z", "source.choosing.raw.victims": "2026-01-01T00:00:00Z"})
after = sources({"source.choosing.raw.routes": "2026-01-01T00:00:00Z", "source.choosing.raw.victims": "2026-01-02T00:00:00Z", "source.choosing.register.routes": "2026-01-02T00:00:00Z"})
(state / "sources.json").write_text(json.dumps(before))
(project / "target" / "sources.json").write_text(json.dumps(after))
for text in cases["otherStateSelections"]:
    found["otherState"][text] = ls(base, text, ["--state", str(state)])
found["runResults"], found["sources"], found["sourcesNow"] = run_results, before, after
found["manifest"] = own(manifest_json)
found["changedManifests"] = {}

original = {}
for name, edits in cases["changes"].items():
    for file, (old, new) in edits.items():
        # A local package may be a link or a copy.
        for path in {(project / each).resolve() for each in (file, file.replace("local_packages", "dbt_packages"))}:
            if old == "":
                original[path] = None
                path.write_text(new)
            elif path.exists():
                original[path] = path.read_text()
                assert old in original[path], (name, file)
                path.write_text(original[path].replace(old, new, 1))
    changed = parse()
    found["changedManifests"][name] = own((project / "target" / "manifest.json").read_text())
    found["state"][name] = {text: ls(changed, text, ["--state", str(state)]) for text in cases["stateSelections"]}
    for path, text in original.items():
        path.unlink() if text is None else path.write_text(text)
    original = {}

json.dump(found, open(sys.argv[2], "w"))
