#!/usr/bin/env python3
"""Prints the software bill of materials of errdex as CycloneDX 1.5: every crate that is compiled into
the program, or runs while it is built, for one target. Sorted and without a serial number, so that two
runs on one commit print the same."""

import datetime
import json
import os
import re
import subprocess
import sys
import tomllib

REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"


def metadata(target):
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", target]
    return json.loads(subprocess.check_output(command))


def built(target):
    """The crates that are compiled; the metadata also have some of optional features that are off."""
    command = ["cargo", "tree", "--locked", "--target", target, "--edges", "normal,build"]
    command += ["--prefix", "none", "--no-dedupe", "--format", "{p}"]
    lines = subprocess.check_output(command, text=True).splitlines()
    return {tuple(line.replace(" v", " ").split()[:2]) for line in lines}


def checksums():
    with open("Cargo.lock", "rb") as lock:
        packages = tomllib.load(lock)["package"]
    return {(it["name"], it["version"]): it.get("checksum") for it in packages}


def dependencies(node, found):
    """The crates that a crate needs, without those for its tests."""
    is_needed = lambda it: any(kind["kind"] != "dev" for kind in it["dep_kinds"])
    return sorted({it["pkg"] for it in node["deps"] if is_needed(it)} & found)


def purl(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def component(package, checksum):
    kind = "application" if package["source"] is None else "library"
    described = {
        "type": kind,
        "bom-ref": purl(package),
        "name": package["name"],
        "version": package["version"],
        "purl": purl(package),
    }
    if package["license"]:
        # Older crates separate alternatives by a slash.
        expression = re.sub(r"\s*/\s*", " OR ", package["license"])
        described["licenses"] = [{"expression": expression}]
    if checksum:
        described["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    return described


def main():
    target = sys.argv[1]
    data = metadata(target)
    packages = {it["id"]: it for it in data["packages"]}
    nodes = {it["id"]: it for it in data["resolve"]["nodes"]}
    root = data["resolve"]["root"]
    hashes, names = checksums(), built(target)
    key = lambda package: (packages[package]["name"], packages[package]["version"])
    found = sorted((it for it in packages if key(it) in names), key=key)
    assert len(found) == len(names), names - {key(it) for it in found}
    for package in found:
        assert packages[package]["source"] in (None, REGISTRY), package
    described = {it: component(packages[it], hashes[key(it)]) for it in found}
    moment = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": described[root],
            "properties": [{"name": "errdex:target", "value": target}],
        },
        "components": [described[it] for it in found if it != root],
        "dependencies": [
            {
                "ref": purl(packages[it]),
                "dependsOn": [purl(packages[other]) for other in dependencies(nodes[it], set(found))],
            }
            for it in found
        ],
    }
    print(json.dumps(bom, indent=2))


main()
