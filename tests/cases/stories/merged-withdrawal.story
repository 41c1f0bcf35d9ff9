What was withdrawn on one branch is not told by the other, which changed it later.

## publish 2021-03-01 12:00
1 new
## keep published.jsonl common
## add
status = "withdrawn"
## publish 2021-03-02 12:00
1 withdrawn
## keep published.jsonl ours
## keep common published.jsonl
## edit
- description = "Bring a sign."
- status = "withdrawn"
+ description = "Bring a song."
## publish 2021-03-03 12:00
1 changed
## merge ours published.jsonl
## edit
- [[events]]
- id = "rally"
- title = "Rally"
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
- venue = "Federal Plaza"
- hosts = ["KOCO"]
- topics = ["Labor"]
- description = "Bring a song."
## publish 2021-03-04 12:00
! vanished
## feed /feeds/all.ics
SUMMARY:Withdrawn
! Rally
