A record that a newer Handbill wrote is neither read nor written.

## publish 2021-03-01 12:00
1 new
## edit published.jsonl
- {"version": 1}
+ {"version": 2}
## refused 2021-03-02 12:00
published.jsonl: error: written by a newer Handbill (version 2, this one knows 1)
update Handbill; nothing was changed
## frozen refused
written by a newer Handbill
## has published.jsonl
{"version": 2}
