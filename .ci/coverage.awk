# Reads a profile of "go test -coverprofile" and prints how much of each package its
# own tests run, in percent of the statements, and of all packages together.
/^mode:/ { next }
{
	package = $1
	sub(/\/[^\/]*$/, "", package)
	all[package] += $2
	if ($3 > 0)
		run[package] += $2
}
END {
	for (package in all) {
		printf "%5.1f %% of %5d  %s\n", 100 * run[package] / all[package], all[package], package | "sort -k5"
		total += all[package]
		covered += run[package]
	}
	close("sort -k5")
	if (total > 0)
		printf "%5.1f %% of %5d  all packages\n", 100 * covered / total, total
}
