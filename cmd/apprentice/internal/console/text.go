package console

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/dustin/go-humanize"

	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval/stat"
)

// EstimateWords writes an estimate and what its interval is, unless nothing can
// be said.
func EstimateWords(i stat.Interval, decimals int) string {
	text := i.Text(decimals)
	if math.IsInf(i.Low, -1) && math.IsInf(i.High, 1) {
		return text
	}
	return text + " (95%)"
}

// JoinAnd writes a list in words.
func JoinAnd(parts []string) string {
	if n := len(parts); n > 1 {
		return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
	return strings.Join(parts, "")
}

// Thousands writes a number with commas between groups of three digits.
func Thousands(n int64) string { return humanize.Comma(n) }

// Bytes writes a size on disk or in memory.
func Bytes(n int64) string { return humanize.Bytes(uint64(max(n, 0))) }

// Plural writes a number of things.
func Plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	if strings.HasSuffix(thing, "ch") {
		thing += "e"
	}
	return Thousands(int64(n)) + " " + thing + "s"
}

// Signed writes a number with its sign, also where it rounds to zero: +0.
func Signed(x float64, decimals int) string {
	text := stat.Fixed(x, decimals)
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "+") {
		return text
	}
	return "+" + text
}

// InWords writes a duration in its largest units, as far as they matter: 1.2s,
// 5m29s, 15m, 2h5m, 3d4h.
func InWords(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < time.Second:
		return d.Round(time.Millisecond).String()
	case d < 10*time.Second:
		return d.Round(100 * time.Millisecond).String()
	case d < 10*time.Minute:
		return FlagDuration(d.Round(time.Second))
	case d < 2*day:
		return FlagDuration(d.Round(time.Minute))
	}
	d = d.Round(time.Hour)
	text := fmt.Sprintf("%dd", d/day)
	if rest := d % day; rest > 0 {
		text += FlagDuration(rest)
	}
	return text
}

// FlagDuration writes a duration as a person gives it to a flag: 10m, not
// 10m0s.
func FlagDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// Clock writes a duration as minutes and seconds, after hours if there are any.
func Clock(d time.Duration) string {
	s := int(max(d, 0).Round(time.Second).Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// ShellWord quotes a word for a shell where it needs quotes.
func ShellWord(s string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-"
	if s != "" && strings.Trim(s, plain) == "" {
		return s
	}
	if printable.Text(s) != s { // with the escapes of bash, ksh and zsh
		return "$'" + printable.Text(strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s)) + "'"
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// wrap breaks text into lines of at most width columns, at spaces.
func wrap(text string, width int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		line := ""
		for _, word := range words(paragraph) {
			switch {
			case line == "":
				line = word
			case ansi.StringWidth(line)+1+ansi.StringWidth(word) > width:
				lines = append(lines, line)
				line = word
			default:
				line += " " + word
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// words returns the words of a paragraph. A number and its percent sign are one.
func words(paragraph string) []string {
	var all []string
	for word := range strings.FieldsSeq(paragraph) {
		if n := len(all); n > 0 && strings.HasPrefix(word, "%") {
			all[n-1] += " " + word
			continue
		}
		all = append(all, word)
	}
	return all
}
