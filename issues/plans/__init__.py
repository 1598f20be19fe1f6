"""What a plan says and what can be read off it: differences, hints, copies, the backward schedule, progress. Reads only."""
