"""Runs real dbt in one process: a JSON list of arguments a line comes in, what became of it goes out, a line each."""
import json
import os
import sys

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

from dbt.cli.main import dbtRunner  # noqa: E402

for line in sys.stdin:
    arguments = json.loads(line)
    result = dbtRunner().invoke(arguments)
    listed = result.result if arguments[0] == "ls" and isinstance(result.result, list) else None
    raised = None if result.exception is None else type(result.exception).__name__ + ": " + str(result.exception)
    answers.write(json.dumps({"success": result.success, "raised": raised, "listed": listed}) + "\n")
    answers.flush()
