# Runs PostgreSQL ("$@") and ends it when standard input closes: the launcher stops it so, and
# the kernel does the same if the launcher is killed. SIGINT is PostgreSQL's fast shutdown.
# Signals sent to all processes of the service are for the launcher to answer, not for us.
trap '' HUP INT TERM
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
( read -r _ <&3; kill -INT "$server" ) 2>/dev/null &
watch=$!
exec 3<&-
wait "$server"
status=$?
kill -KILL "$watch" 2>/dev/null
exit "$status"
