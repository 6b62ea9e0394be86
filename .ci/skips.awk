# Reads the events of "go test -json" and prints each test that was skipped, with
# its reason: PACKAGE.TEST, a tab, and the last line that the test logged.
function field(name) {
	if (!match($0, "\"" name "\":\"([^\"\\\\]|\\\\.)*\""))
		return ""
	return substr($0, RSTART + length(name) + 4, RLENGTH - length(name) - 5)
}
{
	action = field("Action")
	test = field("Package") "." field("Test")
}
action == "output" {
	text = field("Output")
	if (text ~ /_test\.go:[0-9]+: /) {
		sub(/^.*_test\.go:[0-9]+: /, "", text)
		sub(/\\n$/, "", text)
		reason[test] = text
	}
}
action == "skip" && field("Test") != "" { print test "\t" reason[test] }
