"""A Debian with systemd, in namespaces of its own but on this machine's network: a server before anything is installed."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

CACHE = Path("/var/cache/minutebook-rehearsal")
WITH = "git,python3,ca-certificates,systemd,systemd-sysv,dbus,procps,iproute2"
CGROUPS = [Path("/sys/fs/cgroup/unified"), Path("/sys/fs/cgroup")]  # the hierarchy of version 2, where both are mounted
# How packages are fetched here; and whom https trusts.
LIKE_HERE = "/etc/hosts /etc/resolv.conf /etc/pip.conf /etc/apt/apt.conf.d /etc/apt/keyrings".split()
HOOKS = shutil.ignore_patterns(
    "*packagekit*", "*appstream*", "*debconf*", "*autoremove*"
)  # of programs that aren't there
TRUST = "/etc/ssl/certs/ca-certificates.crt"
INSIDE = {"HOME": "/root", "LANG": "C.UTF-8", "PIP_CERT": TRUST, "PIP_DEFAULT_TIMEOUT": "180", "SSL_CERT_FILE": TRUST}
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
BOOT = """
set -e
echo $$ >"$CGROUP/cgroup.procs"
exec unshare --cgroup --fork --pid --mount --uts --ipc --propagation private bash -c '
set -e
cd "$ROOT"
mount --bind . . && cd "$ROOT"
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs run
mount -t tmpfs -o mode=755 tmpfs dev
for one in null zero full random urandom tty; do touch dev/$one; mount --bind /dev/$one dev/$one; done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=666,gid=5,mode=620 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
hostname council
mkdir -p mnt/outside
pivot_root . mnt/outside
umount -l /mnt/outside
exec env -i container=rehearsal PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=multi-user.target'
"""


class Machine:
    """with Machine("bookworm") as machine: machine.run("deploy/install …")"""

    def __init__(self, suite: str) -> None:
        self.suite = suite

    def __enter__(self) -> "Machine":
        CACHE.mkdir(parents=True, exist_ok=True)
        self.root = Path(tempfile.mkdtemp(prefix=f"{self.suite}.", dir=CACHE))
        subprocess.run(["tar", "-C", self.root, "-xf", self._base()], check=True)
        self.root.chmod(0o755)  # for others than root, too
        for name in [*LIKE_HERE, TRUST, "/root/.config/pip/pip.conf"]:
            self._like_here(Path(name))
        for disabled in ("systemd-modules-load", "console-getty", "systemd-resolved"):  # which a container can't have
            unit = self.root / f"etc/systemd/system/{disabled}.service"
            unit.unlink(missing_ok=True)
            unit.symlink_to("/dev/null")
        self.cgroup = next(path for path in CGROUPS if (path / "cgroup.procs").exists()) / self.root.name
        self.cgroup.mkdir()
        environment = os.environ | {"ROOT": str(self.root), "CGROUP": str(self.cgroup)}
        self.outer = subprocess.Popen(
            ["bash", "-c", BOOT], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(120):
            time.sleep(0.5)
            children = Path(f"/proc/{self.outer.pid}/task/{self.outer.pid}/children").read_text().split()
            self.leader = children[0] if children else ""
            if self.leader and self.run("systemctl is-system-running", check=False).stdout in (
                "running\n",
                "degraded\n",
            ):
                return self
        raise SystemExit("minutebook: systemd did not start.")

    def __exit__(self, kind, *_) -> None:
        if self.leader and kind:
            print(self.run("journalctl --no-pager -n 40 -u 'minutebook*'; systemctl --failed", check=False).stdout)
        if self.leader:
            os.kill(int(self.leader), 9)  # the first process of its namespace: all others end with it
        self.outer.wait(30)
        for _ in range(50):
            try:
                self.cgroup_gone()
                break
            except OSError:
                time.sleep(0.2)
        shutil.rmtree(self.root, ignore_errors=True)

    def cgroup_gone(self) -> None:
        for path, _, _ in os.walk(self.cgroup, topdown=False):
            os.rmdir(path)

    def run(self, command: str, check: bool = True, **options) -> subprocess.CompletedProcess[str]:
        """As root, in its home; what it says is caught."""
        done = subprocess.run(self.command(command), capture_output=True, text=True, **options)
        if check and done.returncode:
            raise SystemExit(f"minutebook: {command}\n{done.stdout}{done.stderr}")
        return done

    def command(self, command: str) -> list[str]:
        enter = ["nsenter", "-t", self.leader, "-m", "-p", "-u", "-i", "-C", "env", "-i", f"PATH={PATH}"]
        return [*enter, *(f"{name}={value}" for name, value in INSIDE.items()), "bash", "-c", f"cd; {command}"]

    def _base(self) -> Path:
        """The bare system, made once."""
        base = CACHE / f"{self.suite}.tar"
        if not base.exists():
            tree = Path(tempfile.mkdtemp(prefix="base.", dir=CACHE))
            make = ["debootstrap", "--variant=minbase", f"--include={WITH}", self.suite, str(tree), *self._mirror()]
            subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
            subprocess.run(["tar", "-C", tree, "-cf", f"{base}.part", "."], check=True)
            os.replace(f"{base}.part", base)
            shutil.rmtree(tree)
        return base

    @staticmethod
    def _mirror() -> list[str]:
        """Where this machine gets its packages, if it says so."""
        named = Path("/etc/apt/sources.list.d/debian.sources")
        lines = named.read_text().splitlines() if named.exists() else []
        return [line.split()[1] for line in lines if line.startswith("URIs:")][:1]

    def _like_here(self, path: Path) -> None:
        inside = self.root / path.relative_to("/")
        if path.is_dir():
            shutil.copytree(path, inside, dirs_exist_ok=True, ignore_dangling_symlinks=True, ignore=HOOKS)
        elif path.exists():
            inside.parent.mkdir(parents=True, exist_ok=True)
            inside.unlink(missing_ok=True)  # a link would lead out of the machine
            shutil.copyfile(path, inside)
