"""`make bench`: run every benchmark, or the ones named on the command line.

Django is set up with a folder of its own first, so that no benchmark touches the data of a running server.
"""

import importlib
import os
import pkgutil
import sys
import tempfile

import django

import benchmarks


def main(wanted: list[str]) -> None:
    """Run the wanted benchmarks, or all of them, in the order of their names."""
    names = [module.name for module in pkgutil.iter_modules(benchmarks.__path__) if module.name != "__main__"]
    unknown = set(wanted) - set(names)
    if unknown:
        raise SystemExit(f"No benchmark named {', '.join(sorted(unknown))}. There are: {', '.join(names)}.")
    for name in wanted or names:
        module = importlib.import_module(f"benchmarks.{name}")
        if hasattr(module, "main"):
            print(f"\n== {name}: {(module.__doc__ or '').strip().splitlines()[0]}", flush=True)
            module.main()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="peerline-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "guidelines_site.settings"
        os.environ.pop("DATABASE_URL", None)
        django.setup()
        main(sys.argv[1:])
