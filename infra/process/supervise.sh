#!/bin/sh
# Runs a command and ends it when the starting process ends. The starting process holds the other end of standard input, which
# closes however that process ends, even by kill -9. The command gets SIGTERM, and SIGKILL if it still runs ten seconds later.
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

# `read` reaches the end of the pipe when the starting process ends.
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
