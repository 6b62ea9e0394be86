// Package filesystem tells what a program must know of the place of a file before
// it relies on locks: the file system of a folder, what identifies a file, its
// other names, who holds locks on it. It opens no file: to open and close one
// would drop the locks that the process holds on it.
package filesystem

// ID distinguishes a file from all others of the machine, whatever its name.
type ID struct {
	Major, Minor uint32 // of the device that holds it
	Inode        uint64
}

// withoutLocks is WithoutLocks by the number that Linux gives a file system
// (statfs).
func withoutLocks(magic uint32) string {
	switch magic {
	case 0x6969:
		return "NFS"
	case 0x517b, 0xff534d42, 0xfe534d42:
		return "SMB"
	case 0x65735546:
		return "FUSE"
	case 0x01021997:
		return "9P"
	case 0x5346414f, 0x6b414653:
		return "AFS"
	case 0x73757245:
		return "Coda"
	case 0x564c:
		return "NCP"
	case 0x00c36400:
		return "Ceph"
	case 0x0bd00bd0:
		return "Lustre"
	case 0x786f4256:
		return "VirtualBox shared folder"
	case 0xbacbacbc:
		return "VMware shared folder"
	}
	return ""
}

// withoutLocksByName is WithoutLocks by the name that other systems give it.
func withoutLocksByName(name string) string {
	switch name {
	case "nfs":
		return "NFS"
	case "smbfs", "cifs":
		return "SMB"
	case "fuse", "fusefs", "macfuse", "osxfuse", "fusefs.sshfs":
		return "FUSE"
	case "webdav", "afpfs", "ftp":
		return name
	}
	return ""
}
