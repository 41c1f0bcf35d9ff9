What is still missing after a quiet minute was meant: it is published as cancelled.

## start 2021-01-01 12:00
## edit
- [[events]]
- id = "rally"
- title = "Rally"
- when = "Sat, March 20, 2021, 1 PM – 3 PM"
- venue = "Federal Plaza"
- hosts = ["KOCO"]
- topics = ["Labor"]
- description = "Bring a sign."
## save 2021-03-01 12:00
## feed /feeds/all.ics
SUMMARY:Rally
## wait 2021-03-01 12:01
## feed /feeds/all.ics
SUMMARY:CANCELLED: Rally
SEQUENCE:612721
## has published.jsonl
"state": "deleted"
