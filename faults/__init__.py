"""Fault drills: what must hold when processes die, requests come twice, and people act at once.

Each drill runs the product from outside, finds no fault in it, and does find the defect planted in
a copy of it (`python -m faults.planted`): a drill that cannot fail proves nothing.
"""
