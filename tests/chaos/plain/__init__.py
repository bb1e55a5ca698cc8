"""The control: plain RQ, as it is usually written. One job per event does the work, with Retry(5).

It must fail the checker that the house passes, or the checker proves nothing. It is given what
helps it: a Valkey that writes every command to disk before it answers, jobs that are spared every
repetition which Redis can spare them, and our own client of WeCom.
"""
