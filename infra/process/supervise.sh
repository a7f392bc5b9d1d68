#!/bin/sh
# Runs a command and ends it when the starter is gone: the starter holds the other end of standard input,
# which closes however the starter ends, kill -9 included. A whole JVM ends in a second or two after SIGTERM;
# after ten it is killed.
#
#   supervise.sh PIDFILE COMMAND [ARGUMENT...]
pidfile=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
echo "$child" >"$pidfile.new" && mv "$pidfile.new" "$pidfile"

end() {
  trap '' TERM INT HUP
  kill -TERM "$child" 2>/dev/null
  waited=0
  while kill -0 "$child" 2>/dev/null && [ "$waited" -lt 100 ]; do
    sleep 0.1
    waited=$((waited + 1))
  done
  kill -KILL "$child" 2>/dev/null
  exit 143
}
trap end TERM INT HUP

# `read` meets the end of the pipe when the starter is gone.
(
  trap - TERM INT HUP
  while read -r _ <&3; do :; done
  kill -TERM $$ 2>/dev/null
) 1>/dev/null 2>&1 &
watch=$!
exec 3<&-

wait "$child"
code=$?
kill "$watch" 2>/dev/null
rm -f "$pidfile"
exit "$code"
