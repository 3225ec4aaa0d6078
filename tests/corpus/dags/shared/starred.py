from shared.paths import *

extra = 1
