A venue by another name at the same address is a change and no move.

## publish 2021-03-01 12:00
1 new
## edit
- name = "Federal Plaza"
+ name = "Kluczynski Plaza"
+ aliases = ["Federal Plaza"]
## publish 2021-03-02 12:00
1 changed
## feed /feeds/all.ics
SUMMARY:Rally
LOCATION:Kluczynski Plaza\n50 W Adams St\, Chicago\, IL 60604
