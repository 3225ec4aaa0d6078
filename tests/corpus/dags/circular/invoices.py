from circular.orders import RATE

TAX = 0.19
