A title that gets a Spanish version changes nothing in English, and yet is a revision.

## publish 2021-03-01 12:00
1 new
## edit
- title = "Rally"
+ title = { en = "Rally", es = "Mitin" }
## publish 2021-03-02 12:00
1 changed
title: Rally → Mitin
## feed /es/feeds/all.ics
SUMMARY:Mitin
SEQUENCE:614160
## feed /feeds/all.ics
SUMMARY:Rally
SEQUENCE:614160
