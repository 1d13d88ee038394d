"""What a death does to payments: held while it is only told, ended when it is on record, owed back where paid too long."""
