package console

import (
	"runtime"
	"testing"
)

func TestShowsGlyphs(t *testing.T) {
	for _, tt := range []struct {
		env  map[string]string
		want bool
	}{
		{map[string]string{"LANG": "en_US.UTF-8"}, true},
		{map[string]string{"LANG": "zh_CN.utf8"}, true},
		{map[string]string{"LC_CTYPE": "UTF-8"}, true},
		{map[string]string{"LANG": "zh_CN.GB18030"}, false},
		{map[string]string{"LANG": "C"}, false},
		{map[string]string{}, runtime.GOOS == "windows"},
		{map[string]string{"LANG": "en_US.UTF-8", "LC_ALL": "C"}, false},
		{map[string]string{"LANG": "en_US.UTF-8", "LC_CTYPE": "C"}, false},
		{map[string]string{"LANG": "C", "LC_ALL": "", "LC_CTYPE": "C.UTF-8"}, true},
		{map[string]string{"LC_CTYPE": "C", "LC_ALL": "C.UTF-8"}, true},
		{map[string]string{"LANG": "en_US.UTF-8", "TERM": "linux"}, false},
		{map[string]string{"LANG": "en_US.UTF-8", "TERM": "xterm-256color"}, true},
	} {
		if got := ShowsGlyphs(func(name string) string { return tt.env[name] }); got != tt.want {
			t.Errorf("%v: %v, want %v", tt.env, got, tt.want)
		}
	}
}
