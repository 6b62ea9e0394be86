#!/bin/sh
# A classroom on one machine: a teacher who trains and ten laptops that lend a core
# each, every one of them in a network of its own, with a name of its own, on one
# switch. Things happen to them while they play; at the end the run must have the
# networks that it has when one machine plays alone.
#
#   go build -o apprentice ./cmd/apprentice
#   sudo deploy/classroom.sh ./apprentice            # ten laptops
#   sudo deploy/classroom.sh ./apprentice 3          # three
#
# It needs Linux, root, iproute2 and util-linux. It touches no network but those
# that it makes, which are called class-*, and leaves its files in a folder that it
# names. GAME, UNITS and GENERATIONS say what is trained.
set -eu

program=$(readlink -f "${1:?which program? sudo deploy/classroom.sh ./apprentice}")
laptops=${2:-10}
game=${GAME:-connectfour} units=${UNITS:-300} generations=${GENERATIONS:-2}
folder=$(mktemp -d)
teacher=10.77.0.1
began=$(date +%s)

say() { printf '%4ds  %s\n' $(($(date +%s) - began)) "$*"; }

# machine NAME ADDRESS connects a machine to the switch.
machine() {
	ip netns add "class-$1"
	ip link add "$1" netns class-switch type veth peer name eth0 netns "class-$1"
	ip -n class-switch link set "$1" master switch up
	ip -n "class-$1" addr add "$2/24" dev eth0
	ip -n "class-$1" link set lo up
	ip -n "class-$1" link set eth0 up
	mkdir -p "$folder/$1"
}

# on NAME COMMAND... runs a command on a machine, in a folder and home of its own.
on() {
	name=$1
	shift
	cd "$folder/$name"
	exec env HOME="$folder/$name" TMPDIR="$folder/$name" ip netns exec "class-$name" \
		unshare --uts sh -c 'hostname "$0" && exec "$@"' "$name" "$@"
}

# go_home ends what this script began, and nothing else.
go_home() {
	for name in teacher $(seq -f 'laptop-%g' "$laptops"); do
		if [ -e "/run/netns/class-$name" ]; then
			ip netns pids "class-$name" | xargs -r kill -KILL
			ip netns del "class-$name"
		fi
	done
	[ ! -e /run/netns/class-switch ] || ip netns del class-switch
}
trap go_home EXIT
trap 'exit 1' INT TERM

ip netns add class-switch
ip -n class-switch link add switch type bridge
ip -n class-switch link set switch up
machine teacher $teacher
for i in $(seq "$laptops"); do machine "laptop-$i" "10.77.0.$((10 + i))"; done

# teach begins or continues the run, and waits until it says how others join.
teach() {
	(on teacher "$program" train --run class.run --game "$game" --seed 7 --generations "$generations" --set "units=$units" \
		--workers 0 --listen 0.0.0.0:4222 --plain) >>"$folder/teacher/out" 2>&1 &
	train=$!
	while ! grep -q 'other machines play too with' "$folder/teacher/out"; do
		kill -0 $train # with -e: it has ended
		sleep 0.2
	done
}

# join N has laptop N type what the teacher said.
join() {
	command=$(sed -n 's/.*other machines play too with: [^ ]* //p' "$folder/teacher/out" | tail -n 1)
	# shellcheck disable=SC2086 # it is several words
	(on "laptop-$1" "$program" $command --cores 1 --nice 10) >>"$folder/laptop-$1/out" 2>&1 &
}

# pid N is the process of laptop N.
pid() { ip netns pids "class-laptop-$1"; }

teach
say "the teacher says: $(grep -o 'other machines play too with.*' "$folder/teacher/out" | sed 's/--token [^ ]*/--token .../')"
for i in $(seq "$laptops"); do join "$i"; done
say "$laptops laptops have typed it"

sleep 10
kill -KILL $(pid 1)
say "laptop-1: the battery is empty (killed)"
sleep 3
ip -n class-switch link set laptop-2 down
say "laptop-2: the cable is out"
kill -STOP $(pid 3)
say "laptop-3: the lid is closed (stopped)"
sleep 5
ip netns pids class-teacher | xargs kill -KILL
{ wait $train || true; } 2>/dev/null
say "the teacher's machine has crashed (killed, with the server in it)"
sleep 5
teach
say "the teacher has typed the same command again"
sleep 10
join 1
say "laptop-1 is back"
ip -n class-switch link set laptop-2 up
say "laptop-2: the cable is in again"
kill -CONT $(pid 3)
say "laptop-3: the lid is open again"
if ! wait $train; then
	tail "$folder/teacher/out"
	exit 1
fi
say "the run is complete"

cd "$folder/teacher"
"$program" status class.run
"$program" games check class.run
say "now one machine alone, for comparison"
"$program" train --run alone.run --game "$game" --seed 7 --generations "$generations" --set "units=$units" --plain >alone.out
for run in class alone; do
	"$program" status $run.run --json | sed -n 's/.*"network": *"\([0-9a-f]*\)".*/\1/p' >$run.networks
done
cat class.networks
if ! cmp class.networks alone.networks; then
	say "the networks differ; the files are in $folder"
	exit 1
fi
say "these networks are the same; the files are in $folder"
