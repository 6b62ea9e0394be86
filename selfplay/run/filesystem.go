package run

import "fmt"

// badFileSystem returns the name of a file system on which locks and shared
// memory do not work between processes or machines, by the number that Linux
// gives it (statfs); "" for all others. Sooner or later, a run on such a file
// system is damaged silently.
func badFileSystem(magic uint32) string {
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

// badFileSystemName is badFileSystem for systems that name file systems.
func badFileSystemName(name string) string {
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

// onLocalDisk returns an error if a run is not safe on the file system of a
// folder.
func onLocalDisk(path, folder string) error {
	if name := fileSystem(folder); name != "" {
		return fmt.Errorf("%s: %w: it lies on a %s file system, where locks do not hold: keep runs on a disk of this machine and copy them there when they are done (games copy)",
			path, ErrFileSystem, name)
	}
	return nil
}
