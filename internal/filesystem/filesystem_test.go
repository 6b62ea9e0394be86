package filesystem

import "testing"

func TestWithoutLocks(t *testing.T) {
	for magic, want := range map[uint32]string{
		0x6969: "NFS", 0xff534d42: "SMB", 0xfe534d42: "SMB", 0x517b: "SMB", 0x65735546: "FUSE", 0x01021997: "9P",
		0xef53: "" /* ext4 */, 0x9123683e: "" /* Btrfs */, 0x58465342: "" /* XFS */, 0x01021994: "" /* tmpfs */, 0x794c7630: "", /* overlay */
	} {
		if got := withoutLocks(magic); got != want {
			t.Errorf("%#x is %q, want %q", magic, got, want)
		}
	}
	for name, want := range map[string]string{"nfs": "NFS", "smbfs": "SMB", "macfuse": "FUSE", "apfs": "", "hfs": "", "zfs": ""} {
		if got := withoutLocksByName(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}
