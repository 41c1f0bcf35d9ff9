Two branches that published the same edit at different times are one edit with the later stamps, taken as edited.

## publish 2021-03-01 12:00
1 new
## keep published.jsonl common
## edit
- title = "Rally"
+ title = "Rally!"
## publish 2021-03-02 12:00
1 changed
## keep published.jsonl ours
## keep common published.jsonl
## publish 2021-03-03 12:00
1 changed
## merge ours published.jsonl
## publish 2021-03-04 12:00
nothing changes for subscribers
## feed /feeds/all.ics
SEQUENCE:615600
LAST-MODIFIED:20210303T120000Z
## has published.jsonl
"created": "2021-03-01T12:00:00Z"
