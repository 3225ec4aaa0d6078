"""No word of the scheduler in here, so safe mode passes it by, wrong import and all."""
import module_that_does_not_exist
