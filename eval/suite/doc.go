// Package suite lets a player solve test suites: positions in EPD that say which
// moves are good, such as the Strategic Test Suite. Read reads one, Exam.Sit asks
// the player, and Grades sums the answers by theme.
//
// A suite says what a player finds, not how strong it is; matches say that.
package suite
