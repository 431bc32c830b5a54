"""Look up the locked packages in the advisories of their index: `make audit`.

Exit status 1 if a package has a known vulnerability. Where the advisories cannot be reached, as
behind most proxies, it says so and ends well: nothing was audited then.
"""

import json
import subprocess
import sys

from tests.paths import ROOT

_LOCK = ROOT / "requirements-postgres.txt"
_COMMAND = ["pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner=off"]


def main() -> None:
    done = subprocess.run(
        [sys.executable, "-m", *_COMMAND, "--format=json", f"--requirement={_LOCK}"],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        lines = done.stderr.strip().splitlines() or ["no answer"]
        sys.stdout.write(f"NOT audited, the advisories cannot be reached: {lines[-1][:200]}\n")
        return
    audited = [each for each in packages if "vulns" in each]
    vulnerable = [
        f"{each['name']} {each['version']}: {', '.join(found['id'] for found in each['vulns'])}"
        for each in audited
        if each["vulns"]
    ]
    sys.stdout.write(f"audited {len(audited)} of {len(packages)} packages\n")
    if len(audited) < len(packages):
        sys.stdout.write("NOT audited, unknown to the advisories that can be reached: the rest\n")
    if vulnerable:
        sys.exit("\n".join(vulnerable))


if __name__ == "__main__":
    main()
