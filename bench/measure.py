"""Runs a command and prints what it took, as JSON: CPU and wall seconds, and its peak resident memory in MiB.

usage: measure.py COMMAND ARGUMENT...      (standard output of the command is thrown away)
"""
import json, os, subprocess, sys, time

began = time.monotonic()
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
wall = time.monotonic() - began
code = os.waitstatus_to_exitcode(status)
if code != 0: sys.exit(f"{' '.join(sys.argv[1:])} ended with {code}")
print(json.dumps({"cpu": usage.ru_utime + usage.ru_stime, "wall": wall, "peak": usage.ru_maxrss / 1024}))
