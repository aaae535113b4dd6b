package dev.lift.testing.codec;

/**
 * What whole documents get: themselves written again (=), another document, or a status and the JSON Pointers to the fields that are
 * refused, in the order of the document.
 */
final class StructureDocuments {
    private StructureDocuments() {}

    static final String TABLE = """
            OfBoxes | {"bool":true,"int8":1,"int16":2,"int32":3,"int64":4,"float32":0.5,"float64":1.5,"unit":"x"} | =
            OfBoxes | {} | {"bool":null,"int8":null,"int16":null,"int32":null,"int64":null,"float32":null,"float64":null,"unit":null}
            OfBoxes | {"bool":null,"int8":null,"int16":null,"int32":null,"int64":null,"float32":null,"float64":null,"unit":null} | =
            OfBoxes | {"int8":200} | 400 /int8
            OfBoxes | {"int32":"1"} | 400 /int32
            OfBoxes | {"unit":"xy","bool":1,"float64":"NaN"} | 400 /unit /bool /float64
            OfList | {"v":[]} | =
            OfList | {"v":["a","b","a"]} | =
            OfList | {"v":"a"} | 400 /v
            OfList | {"v":""} | 400 /v
            OfList | {"v":null} | 400 /v
            OfList | {"v":{}} | 400 /v
            OfList | {"v":["a",1]} | 400 /v/1
            OfList | {"v":["a",null]} | 400 /v/1
            OfList | {"v":[1,"a",true,"b",null,{"x":[1,{}]},[[]]]} | 400 /v/0 /v/2 /v/4 /v/5 /v/6
            OfList | {} | 400 /v
            OfNullables | {"v":["a",null],"m":{"x":null,"y":1}} | =
            OfNullables | {"v":[],"m":{}} | =
            OfNullables | {"v":null,"m":{}} | 400 /v
            OfSet | {"v":[3,1,2]} | =
            OfSet | {"v":[1,1,2]} | {"v":[1,2]}
            OfSet | {"v":[1.5]} | 400 /v/0
            OfMap | {"v":{"b":1,"a":2,"":3}} | =
            OfMap | {"v":{}} | =
            OfMap | {"v":[]} | 400 /v
            OfMap | {"v":{"a":"1"}} | 400 /v/a
            OfMap | {"v":{"a":null}} | 400 /v/a
            OfMap | {"v":{"a/b~c":"1"}} | 400 /v/a~1b~0c
            OfMap | {"v":{"é":"1"}} | 400 /v/%C3%A9
            OfMap | {"v":{"__proto__":1,"class":2,"@type":3}} | =
            OfMap | {"v":{"\\u0061":1}} | {"v":{"a":1}}
            OfMap | {"v":{"a":1,"\\u0061":2}} | 400
            OfInts | {"v":[1,2,3]} | =
            OfInts | {"v":[]} | =
            OfInts | {"v":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]} | =
            OfInts | {"v":[1,null]} | 400 /v/1
            OfInts | {"v":[1,2147483648]} | 400 /v/1
            OfInts | {"v":1} | 400 /v
            OfStrings | {"v":["a","b"]} | =
            OfStrings | {"v":[null]} | 400 /v/0
            OfGrid | {"v":[[1,2],[],[3]]} | =
            OfGrid | {"v":[[1],["2"]]} | 400 /v/1/0
            OfGrid | {"v":[1]} | 400 /v/0
            OfNested | {"v":[{"a":[{"sku":"x","quantity":1}]},{}]} | =
            OfNested | {"v":[{"a":[{"sku":"x","quantity":1},{"sku":"y","quantity":"1"}]}]} | 400 /v/0/a/1/quantity
            OfNested | {"v":[{"a":null}]} | 400 /v/0/a
            OfOptional | {"v":"a","w":[1]} | =
            OfOptional | {} | {"v":null,"w":null}
            OfOptional | {"v":null} | {"v":null,"w":null}
            OfOptional | {"v":7} | 400 /v
            OfOptional | {"w":[1,null]} | 400 /w/1
            OfArrays | {"b":[true,false],"s":[1],"d":[1.5],"f":[0.5]} | =
            OfArrays | {"b":[],"s":[],"d":[],"f":[]} | =
            OfArrays | {"b":[1],"s":[],"d":[],"f":[]} | 400 /b/0
            OfArrays | {"b":[],"s":[40000],"d":[],"f":[]} | 400 /s/0
            OfArrays | {"b":[],"s":[],"d":["NaN"],"f":[]} | 400 /d/0
            OfArrays | {"b":[],"s":[],"d":[1e999],"f":[]} | 400 /d/0
            OfArrays | {"b":[],"s":[],"d":[],"f":[1e39]} | 400 /f/0
            Item | {"sku":"a","quantity":1} | =
            Item | {"quantity":1,"sku":"a"} | {"sku":"a","quantity":1}
            Item | { "sku" : "a" , "quantity" : 1 } | {"sku":"a","quantity":1}
            Item | {"sk\\u0075":"a","quantity":1} | {"sku":"a","quantity":1}
            Item | {"sku":"a","quantity":1,"extra":[{"x":null}],"class":"java.lang.Runtime"} | {"sku":"a","quantity":1}
            Item | {"sku":"a","quantity":1,"SKU":"b"} | {"sku":"a","quantity":1}
            Item | {"sku":"a"} | 400 /quantity
            Item | {"quantity":1} | 400 /sku
            Item | {} | 400 /sku /quantity
            Item | {"sku":null,"quantity":1} | 400 /sku
            Item | {"sku":1,"quantity":"x"} | 400 /sku /quantity
            Item | [] | 400 #
            Item | "x" | 400 #
            Item | 1 | 400 #
            Item | true | 400 #
            Item | null | 400 #
            Item | [{"sku":"a","quantity":1}] | 400 #
            Item | {"sku":"a","sku":"b","quantity":1} | 400
            Item | {"sku":"a","quantity":1,} | 400
            Item | {"sku":"a","quantity":01} | 400
            Item | {"sku":"a","quantity":1 | 400
            Item | {"sku":1,"quantity":1 | 400
            Item | {"sku":"a","quantity":1}} | 400
            Item | {"sku":"a","quantity":tru} | 400
            Item | {"sku":"\\ud800","quantity":1} | 400
            Item | {"sku":"a","quantity":1} {} | 400
            Item | {'sku':'a'} | 400
            Item | {"sku":"a","quantity":NaN} | 400
            Order | {"id":"1","first":{"sku":"a","quantity":1},"items":[{"sku":"b","quantity":2}],"last":null} | =
            Order | {"id":"1","first":{"sku":"a","quantity":1},"items":[]} | {"id":"1","first":{"sku":"a","quantity":1},"items":[],"last":null}
            Order | {"id":"1","first":{"sku":"a"},"items":[{"quantity":"2"},7],"last":{}} | 400 /first/quantity /items/0/sku /items/0/quantity /items/1 /last/sku /last/quantity
            Order | {"id":"1","first":null,"items":[]} | 400 /first
            Order | {"id":"1","first":[],"items":{}} | 400 /first /items
            Order | {"id":[[[1,{"a":"]"}]]],"first":{"sku":"a","quantity":1},"items":[]} | 400 /id
            Node | {"name":"a","children":[{"name":"b","children":[]},{"name":"c","children":[{"name":"d","children":[]}]}]} | =
            Node | {"name":"a","children":[{"name":"b","children":[{"name":1,"children":[]}]}]} | 400 /children/0/children/0/name
            Pages | {"items":{"items":[{"sku":"a","quantity":1}],"next":"n","top":{"sku":"b","quantity":2}},"names":{"items":["x"],"next":null,"top":"y"},"pages":{"items":[{"items":[1],"next":null,"top":2}],"next":null,"top":null}} | =
            Pages | {"items":{"items":[]},"names":{"items":[1]},"pages":{"items":[{"items":["x"]}]}} | 400 /names/items/0 /pages/items/0/items/0
            Empty | {} | =
            Empty | {"a":1} | {}
            Empty | [] | 400 #
            Snake | {"unit_price":1,"id":2,"parse_url_now":3,"x1y2":4,"as-it-is":5} | =
            Snake | {"unitPrice":1,"id":2,"parse_url_now":3,"x1y2":4,"as-it-is":5} | 400 /unit_price
            Kebab | {"unit-price":1,"a-b":2} | =
            Camel | {"UnitPrice":1,"Id":2} | =
            Renamed | {"größe":1,"a\\"b\\\\c":2,"😀":3} | =
            Renamed | {"gr\\u00f6\\u00dfe":1,"a\\u0022b\\u005cc":2,"\\ud83d\\ude00":3} | {"größe":1,"a\\"b\\\\c":2,"😀":3}
            Renamed | {"größe":"1","a\\"b\\\\c":2,"😀":3} | 400 /gr%C3%B6%C3%9Fe
            Aliased | {"quantity":1} | =
            Aliased | {"qty":1} | {"quantity":1}
            Aliased | {"amount":1} | {"quantity":1}
            Aliased | {"QTY":1} | 400 /quantity
            Mixed | {"must":"a","may":"b","there":"c","opt":1,"n":2} | =
            Mixed | {"must":"a","there":null,"n":2} | {"must":"a","may":null,"there":null,"opt":null,"n":2}
            Mixed | {"must":"a","n":2} | 400 /there
            Mixed | {} | 400 /must /there /n
            Mixed | {"must":null,"there":null,"n":null} | 400 /must /n
            Defaulted | {} | {"currency":"EUR","limit":10,"active":true,"rate":1.5,"tags":[],"counts":{},"size":"XL","timeout":"PT5S","boxed":7,"price":2.50,"unit":"x"}
            Defaulted | {"currency":"USD","limit":0,"active":false,"rate":0,"tags":["a"],"counts":{"b":1},"size":"SMALL","timeout":"PT1S","boxed":null,"price":1,"unit":"y"} | {"currency":"USD","limit":0,"active":false,"rate":0.0,"tags":["a"],"counts":{"b":1},"size":"SMALL","timeout":"PT1S","boxed":null,"price":1,"unit":"y"}
            Defaulted | {"currency":null} | 400 /currency
            Defaulted | {"limit":null} | 400 /limit
            Defaulted | {"tags":null} | 400 /tags
            Ignoring | {"shown":"a"} | =
            Ignoring | {"shown":"a","hidden":"b","count":5} | {"shown":"a"}
            Unmarked | {"text":"a","item":{"sku":"a","quantity":1},"list":["x",null],"boxed":1,"primitive":2} | =
            Unmarked | {"primitive":2} | {"text":null,"item":null,"list":null,"boxed":null,"primitive":2}
            Unmarked | {"text":null,"item":null,"list":null,"boxed":null,"primitive":2} | =
            Unmarked | {} | 400 /primitive
            Unmarked | {"text":1,"primitive":2} | 400 /text
            Strict | {"a":"b"} | {"a":"b","item":null}
            Strict | {"a":"b","x":1} | 400 /x
            Strict | {"a":"b","x":{"y":[1]},"z":2} | 400 /x /z
            Strict | {"a":"b","item":{"sku":"s","quantity":1,"x":1}} | {"a":"b","item":{"sku":"s","quantity":1}}
            Shape | {"type":"Circle","radius":1.5} | =
            Shape | {"radius":1.5,"type":"Circle"} | {"type":"Circle","radius":1.5}
            Shape | {"radius":1.5,"ty\\u0070e":"Circle"} | {"type":"Circle","radius":1.5}
            Shape | {"x":{"type":"square","y":["}"]},"radius":1.5,"type":"Circle"} | {"type":"Circle","radius":1.5}
            Shape | {"type":"square","side":2.0,"inner":{"type":"square","side":1.0,"inner":null}} | =
            Shape | {"side":2.0,"inner":{"side":1.0,"inner":{"radius":3.0,"type":"Circle"},"type":"square"},"type":"square"} | {"type":"square","side":2.0,"inner":{"type":"square","side":1.0,"inner":{"type":"Circle","radius":3.0}}}
            Shape | {"type":"Oval","a":1.0,"b":2.0} | =
            Shape | {"type":"Oval","a":1.0,"b":2.0,"c":3} | 400 /c
            Shape | {"type":"triangle"} | 400 /type
            Shape | {"type":"circle","radius":1} | 400 /type
            Shape | {"type":"java.lang.Runtime"} | 400 /type
            Shape | {"radius":1.5} | 400 /type
            Shape | {"type":null,"radius":1.5} | 400 /type
            Shape | {} | 400 /type
            Shape | [] | 400 #
            Shape | "Circle" | 400 #
            Shape | {"type":"Circle"} | 400 /radius
            Shape | {"type":"Circle","radius":"x"} | 400 /radius
            Shape | {"type":"square","side":1.0,"inner":{"type":"nothing"}} | 400 /inner/type
            Shape | {"radius":1.5,"type":"Circle" | 400
            Shape | {"type":"Circle","type":"square","radius":1} | 400
            Round | {"type":"Oval","a":1.0,"b":2.0} | =
            Round | {"type":"Circle","radius":1.0} | 400 /type
            Circle | {"type":"Circle","radius":1.5} | =
            Circle | {"radius":1.5} | {"type":"Circle","radius":1.5}
            Event | {"kind":"created","id":"1"} | =
            Event | {"kind":"deleted"} | =
            Event | {"type":"created","id":"1"} | 400 /kind
            OfShapes | {"v":[{"type":"Circle","radius":1.0},{"type":"Oval","a":1.0,"b":2.0}]} | =
            OfShapes | {"v":[{"radius":1.0},{"type":"Oval","a":1.0},{"type":"Circle","radius":1.0}]} | 400 /v/0/type /v/1/b
            Priced | {"price":"12.34","discount":"0.05"} | =
            Priced | {"price":"12.34"} | {"price":"12.34","discount":null}
            Priced | {"price":"12"} | 400 /price
            Priced | {"price":12.34} | 400 /price
            Priced | {"price":null} | 400 /price
            Priced | {"price":"1a.00"} | 500
            Checked | {"from":1,"to":2} | =
            Checked | {"from":2,"to":1} | 422 #
            Broken | {"number":1} | =
            Broken | {"number":13} | 500
            Hostile | {"in":1,"out":2,"errors":3,"depth":4,"refused":5,"value":6,"hasIn":7,"record":8,"sealed":9} | =
            """;
}
