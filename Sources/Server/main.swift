import Hummingbird
import HummingbirdTLS
import SQLiteDriver
import WebConsole

print("kizuna")
