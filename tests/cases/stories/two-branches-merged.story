Two branches change one event each and one both; git keeps both lines, and nothing that differs is lost.

## add
[[events]]
id = "vigil"
title = "Vigil"
when = "Sun, March 21, 2021, 7 PM"
## publish 2021-03-01 12:00
2 new
## keep published.jsonl common
## edit
- title = "Rally"
+ title = "Rally one"
## publish 2021-03-02 12:00
1 changed
## keep published.jsonl ours
## keep common published.jsonl
## edit
- title = "Rally one"
+ title = "Rally two"
- title = "Vigil"
+ title = "Vigil two"
## publish 2021-03-03 12:00
2 changed
## merge ours published.jsonl
## edit
- title = "Rally two"
+ title = "Rally of both"
## publish 2021-03-03 12:00
2 changed
changed rally · Rally of both
changed vigil · Vigil two
two branches published it differently
## feed /feeds/all.ics
SUMMARY:Rally of both
SEQUENCE:615601
LAST-MODIFIED:20210303T120001Z

SUMMARY:Vigil two
SEQUENCE:615601
