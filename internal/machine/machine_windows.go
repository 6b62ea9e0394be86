package machine

import (
	"os"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	kernel32             = windows.NewLazySystemDLL("kernel32.dll")
	globalMemoryStatus   = kernel32.NewProc("GlobalMemoryStatusEx")
	getProcessMemoryInfo = kernel32.NewProc("K32GetProcessMemoryInfo")
)

// memoryStatus is MEMORYSTATUSEX.
type memoryStatus struct {
	length, load                        uint32
	totalPhysical, availablePhysical    uint64
	totalPage, availablePage            uint64
	totalVirtual, availableVirtual, ext uint64
}

// Memory returns the memory of the machine and how much of it is available now, in
// bytes.
func Memory() (total, available int64, err error) {
	var s memoryStatus
	s.length = uint32(unsafe.Sizeof(s))
	if ok, _, err := globalMemoryStatus.Call(uintptr(unsafe.Pointer(&s))); ok == 0 {
		return 0, 0, os.NewSyscallError("GlobalMemoryStatusEx", err)
	}
	return int64(s.totalPhysical), int64(s.availablePhysical), nil
}

// memoryCounters is PROCESS_MEMORY_COUNTERS.
type memoryCounters struct {
	size, faults                       uint32
	peakWorkingSet, workingSet         uintptr
	peakPaged, paged, peakNonPaged, np uintptr
	pagefile, peakPagefile             uintptr
}

// RSS returns the memory of the process that is in RAM, in bytes.
func RSS() (int64, error) {
	var c memoryCounters
	c.size = uint32(unsafe.Sizeof(c))
	ok, _, err := getProcessMemoryInfo.Call(uintptr(windows.CurrentProcess()), uintptr(unsafe.Pointer(&c)), uintptr(c.size))
	if ok == 0 {
		return 0, os.NewSyscallError("K32GetProcessMemoryInfo", err)
	}
	return int64(c.workingSet), nil
}

// Disk returns how many bytes the process may still write to the volume that
// holds path.
func Disk(path string) (free int64, err error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return 0, &os.PathError{Op: "GetDiskFreeSpaceEx", Path: path, Err: err}
	}
	var bytes uint64
	if err := windows.GetDiskFreeSpaceEx(name, &bytes, nil, nil); err != nil {
		return 0, &os.PathError{Op: "GetDiskFreeSpaceEx", Path: path, Err: err}
	}
	return int64(bytes), nil
}

// Usage returns the CPU time that all threads of the process have taken, in
// the program and in the system.
func Usage() (time.Duration, error) {
	var created, ended, system, user windows.Filetime
	if err := windows.GetProcessTimes(windows.CurrentProcess(), &created, &ended, &system, &user); err != nil {
		return 0, os.NewSyscallError("GetProcessTimes", err)
	}
	ticks := func(t windows.Filetime) int64 { return int64(t.HighDateTime)<<32 | int64(t.LowDateTime) }
	return time.Duration(100 * (ticks(system) + ticks(user))), nil
}

// Nice makes the process give way to others, from 0 (not at all) to 19 (to all).
// Windows has two steps: up to 9, and above.
func Nice(n int) error {
	class := uint32(windows.NORMAL_PRIORITY_CLASS)
	switch {
	case n >= 10:
		class = windows.IDLE_PRIORITY_CLASS
	case n > 0:
		class = windows.BELOW_NORMAL_PRIORITY_CLASS
	}
	return os.NewSyscallError("SetPriorityClass", windows.SetPriorityClass(windows.CurrentProcess(), class))
}
