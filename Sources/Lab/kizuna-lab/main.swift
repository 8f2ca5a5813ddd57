import CLibcrypto
import Hummingbird
import X509

print("lab")
