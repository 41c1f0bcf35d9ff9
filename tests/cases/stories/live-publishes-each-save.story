A live server publishes each valid save.

## start 2021-03-01 12:00
## feed /feeds/all.ics
SUMMARY:Rally
SEQUENCE:612720
## edit
- venue = "Federal Plaza"
+ venue = "Thompson Center"
## save 2021-03-01 12:10
## feed /feeds/all.ics
SUMMARY:MOVED: Rally
SEQUENCE:612730
LAST-MODIFIED:20210301T121000Z
## has published.jsonl
"sequence": 612730
## frozen
