"""Process managers at work: events in, commands out, each exactly once (decision record 0024).

    runner          gives each process manager the events of each tenant, in order
    due             gives them the days
    process_states  answers the pure questions: states of streams, links of the work list
    work_list       what is still to be done, kept in the transaction of the tracking
    tracking        the last position of each (the ``eventsourcing`` library's tracking recorder)
    process_status  where they are, for ``wahana status``; replay and discard

A process manager is no projection: nothing here imports views, and no projection imports this.
"""
