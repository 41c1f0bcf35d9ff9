A damaged line is set aside, and what it held counts as new; the rest keeps its stamps.

## add
[[events]]
id = "vigil"
title = "Vigil"
when = "Sun, March 21, 2021, 7 PM"
## publish 2021-03-01 12:00
2 new
## edit published.jsonl
- {"version": 1}
+ {"version": 1}
+ <<<<<<< HEAD
## publish 2021-03-02 12:00
nothing changes for subscribers
## has published.jsonl.damaged
<<<<<<< HEAD
## has published.jsonl
{"version": 1}
! <<<<<<<
## feed /feeds/all.ics
SUMMARY:Vigil
SEQUENCE:612720
